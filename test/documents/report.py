import sys

result = int(sys.argv[1])
