# smtplib: a message to two people, one of whom is refused, and what the server hears.
import email.message
import smtplib
import socket
import socketserver
import threading


class Post(socketserver.StreamRequestHandler):
    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.answer("220 here")
        while line := self.rfile.readline().decode().strip():
            print(line)
            if line.startswith("ehlo"):
                self.answer("250-here\r\n250-8BITMIME\r\n250 AUTH PLAIN")
            elif line == "data":
                self.answer("354 go on")
                while (text := self.rfile.readline()) != b".\r\n":
                    print("   ", text)
                self.answer("250 taken")
            elif line.startswith("rcpt to:<nobody"):
                self.answer("550 there is nobody")
            elif line.startswith("AUTH"):
                self.answer("235 welcome")
            elif line.lower() == "quit":
                return self.answer("221 bye")
            else:
                self.answer("250 ok")


message = email.message.EmailMessage()
message["From"] = "me@example.com"
message["To"] = "you@example.com, nobody@example.com"
message["Subject"] = "größe"
message.set_content("one\n.two\nthree\n")
with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
    serving = threading.Thread(target=server.handle_request)
    serving.start()
    with smtplib.SMTP(*server.server_address, local_hostname="client") as smtp:
        smtp.login("me", "secret")
        print(smtp.has_extn("8bitmime"), smtp.send_message(message))
    serving.join()
