# conformance: normalize=port
# Answers questions until one is empty.
import socket

ANSWERS = {b"capital of France": b"Paris", b"6 * 7": b"42"}
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 0))
    print("ready", s.getsockname()[1], flush=True)
    while True:
        question, address = s.recvfrom(1024)
        print(question, address[0])
        s.sendto(ANSWERS.get(question, b"?"), address)
        if not question:
            break
