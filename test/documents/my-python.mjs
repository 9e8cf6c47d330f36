export default {
  name: 'my Python',
  capabilities: ['threads', 'tls', 'processes', 'libc'],
  command: (args) => ({ exe: 'python3', args }),
};
