"""The first line of a script: start.py"""

print('{"ready": true}', flush=True)
