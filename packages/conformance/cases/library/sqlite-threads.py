# conformance: time-limit=60
# SQLite's wait for a lock that another thread of the same process has lets that thread go on.
import os
import sqlite3
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'db')
    with sqlite3.connect(path) as connection:
        connection.execute('create table t (n)')
    connection.close()
    locked = threading.Event()

    def hold():
        own = sqlite3.connect(path)
        own.execute('insert into t values (1)')
        locked.set()
        # The other thread is in its wait when this one goes on.
        for _ in range(20):
            sum(range(10_000))
        own.commit()
        own.close()

    thread = threading.Thread(target=hold)
    thread.start()
    locked.wait()
    waiting = sqlite3.connect(path, timeout=30)
    waiting.execute('insert into t values (2)')
    waiting.commit()
    thread.join()
    print(waiting.execute('select n from t order by n').fetchall())
    waiting.close()
