import { table as linuxArm64 } from './linux-arm64.ts';
import { table as linuxX64 } from './linux-x64.ts';

/** This system's values. The layouts of all tables are the same, so another system is one more row here. */
export const table = process.arch === 'arm64' ? linuxArm64 : linuxX64;
