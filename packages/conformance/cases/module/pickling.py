# conformance: normalize=address
# What cannot be copied, and what can.
import _socket
import copy
import pickle
import socket

s, c = socket.socket(), _socket.socket()
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    for value in (s, c):
        try:
            pickle.dumps(value, protocol)
        except TypeError as error:
            print(protocol, error)
for copier in (copy.copy, copy.deepcopy):
    for value in (s, c):
        try:
            copier(value)
        except TypeError as error:
            print(copier.__name__, error)
s.close()
c.close()
for error in (socket.gaierror(1, "text"), socket.herror(2, "text"), socket.timeout("slow"), OSError(5, "text")):
    print(repr(pickle.loads(pickle.dumps(error))))
for member in (socket.AF_INET, socket.SOCK_STREAM, socket.MSG_PEEK, socket.AI_PASSIVE):
    print(repr(pickle.loads(pickle.dumps(member))))
