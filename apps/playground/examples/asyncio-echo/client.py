# Three clients at once, as three tasks of one event loop.
import asyncio


async def talk(name):
    reader, writer = await asyncio.open_connection('localhost', 15004)
    writer.write(f'{name}\n'.encode())
    print((await reader.readline()).decode().strip())

    for number in (1, 2):
        await asyncio.sleep(0.5)
        writer.write(f'line {number} of {name}\n'.encode())
        print((await reader.readline()).decode().strip())

    writer.close()
    await writer.wait_closed()


async def main():
    await asyncio.gather(talk('Anna'), talk('Ben'), talk('Carla'))
    print('All done')


asyncio.run(main())
