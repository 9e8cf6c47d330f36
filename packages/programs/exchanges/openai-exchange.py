"""openai: a completion, a stream of events, a retry after 429, its asyncio client, an error."""
import asyncio
import json

import openai
from stub import http_server

calls = []


def respond(handler):
    asked = json.loads(handler.body() or b'{}')
    calls.append(handler.path)
    model = asked.get('model')
    if model == 'busy' and calls.count(handler.path) < 3:
        handler.answer({'error': {'message': 'slow down'}}, status=429, headers=[('Retry-After-Ms', '10')])
    elif model == 'none':
        handler.answer({'error': {'message': 'no such model', 'code': 'model_not_found'}}, status=404)
    elif asked.get('stream'):
        pieces = [{'id': 'x', 'object': 'chat.completion.chunk', 'created': 1, 'model': model,
                   'choices': [{'index': 0, 'delta': {'content': word}, 'finish_reason': None}]} for word in ('a ', 'b ', 'c')]
        handler.answer(b''.join(b'data: %s\n\n' % json.dumps(p).encode() for p in pieces) + b'data: [DONE]\n\n', 'text/event-stream')
    else:
        said = asked['messages'][-1]['content'].upper()
        handler.answer({'id': 'x', 'object': 'chat.completion', 'created': 1, 'model': model, 'choices': [
            {'index': 0, 'finish_reason': 'stop', 'message': {'role': 'assistant', 'content': said}}]})


options = {'base_url': f'{http_server(respond)}/v1', 'api_key': 'key'}
messages = [{'role': 'user', 'content': 'hello'}]


async def main():
    async with openai.AsyncOpenAI(**options) as client:
        create = client.chat.completions.create
        answers = await asyncio.gather(*(create(model='m', messages=messages) for _ in range(5)))
        print([answer.choices[0].message.content for answer in answers])
        print([chunk.choices[0].delta.content async for chunk in await create(model='m', messages=messages, stream=True)])


with openai.OpenAI(**options) as client:
    create = client.chat.completions.create
    print(create(model='busy', messages=messages).choices[0].message.content, len(calls))
    print(''.join(chunk.choices[0].delta.content for chunk in create(model='m', messages=messages, stream=True)))
    try:
        create(model='none', messages=messages)
    except openai.NotFoundError as error:
        print(error.code, error.status_code)
asyncio.run(main())
