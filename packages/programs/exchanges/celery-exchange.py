"""celery: a worker process takes tasks from a broker of files, as does a chain; results come back over files."""
import os
import subprocess
import sys
import tempfile

TASKS = '''
from celery import Celery
folder = {folder!r}
app = Celery('jobs', broker='filesystem://', backend='file://' + folder + '/results')
app.conf.update(
    broker_transport_options=dict(data_folder_in=folder + '/queue', data_folder_out=folder + '/queue', control_folder=folder + '/control'),
    worker_hijack_root_logger=False, broker_connection_retry_on_startup=True, worker_enable_remote_control=False)

@app.task
def add(a, b):
    return a + b

@app.task
def fail():
    raise ValueError('no')
'''

with tempfile.TemporaryDirectory() as folder:
    for name in 'results', 'queue', 'control':
        os.mkdir(f'{folder}/{name}')
    with open(f'{folder}/jobs.py', 'w') as file:
        file.write(TASKS.format(folder=folder))
    sys.path.insert(0, folder)
    import jobs
    from celery import chain

    results = [jobs.add.delay(n, n) for n in range(3)]
    chained = chain(jobs.add.s(1, 2), jobs.add.s(10))()
    failed = jobs.fail.delay()
    command = [sys.executable, '-m', 'celery', '--workdir', folder, '-A', 'jobs', 'worker', '--pool', 'solo', '-l', 'ERROR',
               '--without-gossip', '--without-mingle', '--without-heartbeat']
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        print([result.get(timeout=60) for result in results], chained.get(timeout=60))
        try:
            failed.get(timeout=60)
        except ValueError as error:
            print(repr(error))
    finally:
        worker.terminate()
        print(worker.wait())
