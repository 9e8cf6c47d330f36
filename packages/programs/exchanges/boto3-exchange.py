"""boto3: objects of S3 in threads and a paginated list, a signed request, an error, on a server of a few calls."""
import io
import threading

import boto3
import botocore.config
import botocore.exceptions
from stub import http_server

objects, lock = {}, threading.Lock()


def respond(handler):
    key = handler.path.partition('?')[0]
    signed = handler.headers.get('Authorization', '').startswith('AWS4-HMAC-SHA256 Credential=key/')
    body = handler.body()
    with lock:
        if not signed:
            handler.answer(b'', status=403)
        elif handler.command == 'PUT':
            objects[key] = body
            handler.answer(b'', headers=[('ETag', '"etag"')])
        elif 'list-type' in handler.path:
            keys = ''.join(f'<Contents><Key>{name[8:]}</Key><Size>{len(data)}</Size></Contents>' for name, data in sorted(objects.items()))
            handler.answer(f'<ListBucketResult><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>'.encode(), 'application/xml')
        elif key in objects:
            handler.answer(objects[key], 'text/plain', headers=[('ETag', '"etag"')])
        else:
            handler.answer(b'<Error><Code>NoSuchKey</Code><Message>It is not there</Message></Error>', 'application/xml', 404)


config = botocore.config.Config(s3={'addressing_style': 'path'}, request_checksum_calculation='when_required',
                                retries={'max_attempts': 1})
s3 = boto3.client('s3', endpoint_url=http_server(respond), region_name='eu-west-1', aws_access_key_id='key',
                  aws_secret_access_key='secret', config=config)
s3.put_object(Bucket='bucket', Key='one', Body=b'1' * 10)
s3.upload_fileobj(io.BytesIO(b'2' * 500_000), 'bucket', 'two')
got = io.BytesIO()
s3.download_fileobj('bucket', 'two', got)
print(len(got.getvalue()), s3.get_object(Bucket='bucket', Key='one')['Body'].read())
pages = s3.get_paginator('list_objects_v2').paginate(Bucket='bucket')
print([(found['Key'], found['Size']) for page in pages for found in page['Contents']])
try:
    s3.get_object(Bucket='bucket', Key='none')
except botocore.exceptions.ClientError as error:
    print(error)
