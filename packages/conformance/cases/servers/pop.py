# poplib: a mailbox with two messages, of which one is read and deleted.
import poplib
import socketserver
import threading

MESSAGES = ["Subject: one\r\n\r\nhello\r\n..dot\r\n", "Subject: two\r\n\r\nbye\r\n"]


class Mailbox(socketserver.StreamRequestHandler):
    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        deleted = []
        self.answer("+OK here")
        while line := self.rfile.readline().decode().strip():
            command, *arguments = line.split()
            print("heard", line)
            if command == "PASS" and arguments != ["secret"]:
                self.answer("-ERR no")
            elif command == "STAT":
                self.answer(f"+OK {len(MESSAGES)} {sum(map(len, MESSAGES))}")
            elif command == "LIST":
                self.answer("+OK\r\n" + "".join(f"{n} {len(m)}\r\n" for n, m in enumerate(MESSAGES, 1)) + ".")
            elif command == "RETR":
                self.answer("+OK\r\n" + MESSAGES[int(arguments[0]) - 1] + ".")
            elif command == "DELE":
                deleted.append(int(arguments[0]))
                self.answer("+OK")
            elif command == "QUIT":
                self.answer(f"+OK deleted {deleted}")
                return
            else:
                self.answer("+OK")


with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
    serving = threading.Thread(target=server.handle_request)
    serving.start()
    pop = poplib.POP3(*server.server_address, timeout=20)
    print(pop.getwelcome(), pop.user("me"))
    try:
        pop.pass_("wrong")
    except poplib.error_proto as e:
        print(e)
    print(pop.pass_("secret"), pop.stat(), pop.list())
    print(pop.retr(1))
    print(pop.dele(1), pop.quit())
    serving.join()
