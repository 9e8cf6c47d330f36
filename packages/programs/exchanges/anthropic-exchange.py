"""anthropic: a message, a stream of events, its asyncio client, an error."""
import asyncio
import json

import anthropic
from stub import http_server

USAGE = {'input_tokens': 1, 'output_tokens': 2}


def message(model, content):
    return {'id': 'x', 'type': 'message', 'role': 'assistant', 'model': model, 'content': content, 'stop_reason': 'end_turn',
            'stop_sequence': None, 'usage': USAGE}


def events(model):
    yield 'message_start', {'message': message(model, [])}
    yield 'content_block_start', {'index': 0, 'content_block': {'type': 'text', 'text': ''}}
    for word in 'a ', 'b ', 'c':
        yield 'content_block_delta', {'index': 0, 'delta': {'type': 'text_delta', 'text': word}}
    yield 'content_block_stop', {'index': 0}
    yield 'message_delta', {'delta': {'stop_reason': 'end_turn', 'stop_sequence': None}, 'usage': {'output_tokens': 3}}
    yield 'message_stop', {}


def respond(handler):
    asked = json.loads(handler.body())
    model = asked['model']
    if model == 'none':
        handler.answer({'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: none'}}, status=404)
    elif asked.get('stream'):
        lines = (f'event: {name}\ndata: {json.dumps({"type": name, **data})}\n\n' for name, data in events(model))
        handler.answer(''.join(lines).encode(), 'text/event-stream')
    else:
        handler.answer(message(model, [{'type': 'text', 'text': asked['messages'][-1]['content'].upper()}]))


options = {'base_url': http_server(respond), 'api_key': 'key'}
asked = {'model': 'm', 'max_tokens': 10, 'messages': [{'role': 'user', 'content': 'hello'}]}


async def main():
    async with anthropic.AsyncAnthropic(**options) as client:
        answers = await asyncio.gather(*(client.messages.create(**asked) for _ in range(5)))
        print([answer.content[0].text for answer in answers])


with anthropic.Anthropic(**options) as client:
    print(client.messages.create(**asked).content[0].text)
    with client.messages.stream(**asked) as stream:
        print(list(stream.text_stream), stream.get_final_message().usage.output_tokens)
    try:
        client.messages.create(**{**asked, 'model': 'none'})
    except anthropic.NotFoundError as error:
        print(error.status_code, error.body['error']['message'])
asyncio.run(main())
