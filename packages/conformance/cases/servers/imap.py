# imaplib: log in, choose a mailbox, search and fetch, with a literal in the answer.
import imaplib
import socketserver
import threading

TEXT = b"Subject: hello\r\n\r\nline\r\n"


class Mailbox(socketserver.StreamRequestHandler):
    def answer(self, *lines):
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))

    def handle(self):
        self.answer(b"* OK here")
        for line in self.rfile:
            tag, command, *arguments = line.split()
            if command != b"CAPABILITY":
                print("heard", command.decode(), [argument.decode() for argument in arguments])
            done = tag + b" OK " + command
            if command == b"CAPABILITY":
                self.answer(b"* CAPABILITY IMAP4rev1", done)
            elif command == b"LOGIN" and arguments[1] != b'"secret"':
                self.answer(tag + b" NO that is not you")
            elif command == b"SELECT":
                self.answer(b"* 2 EXISTS", b"* FLAGS (\\Seen)", done)
            elif command == b"SEARCH":
                self.answer(b"* SEARCH 1 2", done)
            elif command == b"FETCH":
                self.answer(b"* 1 FETCH (RFC822 {%d}" % len(TEXT), TEXT + b")", done)
            elif command == b"LOGOUT":
                self.answer(b"* BYE", done)
                return
            else:
                self.answer(done)


with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
    serving = threading.Thread(target=server.handle_request)
    serving.start()
    with imaplib.IMAP4(*server.server_address, timeout=20) as imap:
        try:
            imap.login("me", "wrong")
        except imaplib.IMAP4.error as e:
            print(type(e).__name__, imap.state)
        print(imap.login("me", "secret"), imap.select("INBOX"), imap.response("FLAGS"))
        print(imap.search(None, "UNSEEN"))
        print(imap.fetch("1", "(RFC822)"))
        print(imap.noop(), imap.state)
    print(imap.state)
    serving.join()
