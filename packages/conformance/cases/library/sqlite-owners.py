# A connection of SQLite, its cursors and blobs are refused to other threads than the one that made it, unless that was asked for.
import sqlite3
import threading


class Own(sqlite3.Connection):
    pass


def attempt(what, call):
    def run():
        try:
            print(what, call())
        except sqlite3.ProgrammingError as error:
            print(what, str(error).partition(' The object')[0])

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


before = sqlite3.connect(':memory:')
shared = sqlite3.connect(':memory:', check_same_thread=False)
derived = sqlite3.connect(':memory:', factory=Own)
before.execute('create table t (x blob)')
before.execute('insert into t values (zeroblob(5))')
cursor = before.execute('select 1 union select 2')
blob = before.blobopen('t', 'x', 1)

attempt('execute', lambda: before.execute('select 1'))
attempt('commit', before.commit)
attempt('close', before.close)
attempt('with', lambda: before.__exit__(None, None, None))
attempt('fetchone', cursor.fetchone)
attempt('next', lambda: next(cursor))
attempt('blob', blob.read)
attempt('derived', lambda: derived.execute('select 1'))
attempt('shared', lambda: shared.execute('select 3').fetchall())
attempt('changes', lambda: (before.total_changes, before.in_transaction))
print(cursor.fetchall())
for factory in (sqlite3.Connection, Own):
    made = []

    def make():
        made.append(sqlite3.connect(':memory:', factory=factory))
        return made[0].execute('select 4').fetchall()

    attempt('own', make)
    try:
        made[0].execute('select 5')
    except sqlite3.ProgrammingError as error:
        numbers = [int(word.strip('.')) for word in str(error).split() if word.strip('.').isdigit()]
        print(len(numbers), numbers[1] == threading.get_ident(), numbers[0] != numbers[1])
