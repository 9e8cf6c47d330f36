"""pydantic: what came over HTTP as JSON is validated, and the errors are told."""
import datetime
import urllib.request
from typing import Annotated, Literal

from pydantic import AnyUrl, BaseModel, Field, TypeAdapter, ValidationError, computed_field
from stub import http_server


class Event(BaseModel):
    kind: Literal['start', 'stop']
    at: datetime.datetime
    size: Annotated[int, Field(ge=0)] = 0
    home: AnyUrl | None = None

    @computed_field
    @property
    def day(self) -> str:
        return self.at.strftime('%Y-%m-%d')


ANSWERS = {
    '/good': [{'kind': 'start', 'at': '2026-01-02T03:04:05Z', 'home': 'http://example.com'}, {'kind': 'stop', 'at': 0, 'size': '7'}],
    '/bad': [{'kind': 'other', 'at': 'never', 'size': -1}],
}
base = http_server(lambda handler: handler.answer(ANSWERS[handler.path]))
events = TypeAdapter(list[Event])
for path in ANSWERS:
    with urllib.request.urlopen(base + path) as response:
        data = response.read()
    try:
        for event in events.validate_json(data):
            print(event.model_dump_json())
    except ValidationError as error:
        print([(found['type'], found['loc'], found['msg']) for found in error.errors()])
print(sorted(Event.model_json_schema(mode='serialization')['properties']))
