/** In a worker: a watch that is wanted, of a pipe that is readable all the time when it is told so. */
import { parentPort, workerData } from 'node:worker_threads';
import { sys, Watch } from '@pysock/host';

const pipe = new Int32Array(2);
sys.pipe2(pipe, 0);
const watch = new Watch(pipe[0] as number, () => undefined, workerData.useLoop);
watch.want();
if (workerData.isReadable) sys.write(pipe[1] as number, Uint8Array.of(0), 1);
parentPort?.postMessage('waits');
