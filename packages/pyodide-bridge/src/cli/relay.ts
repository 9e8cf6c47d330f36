/** What hears signals for the command; a file of its own, because loading it takes longer than starting the worker. */
export { SignalRelay } from '../signals/signal-relay.ts';
export { noteOptions } from './node-options.ts';
