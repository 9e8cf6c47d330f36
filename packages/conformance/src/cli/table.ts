import type { Stage } from '../stage/stage.ts';
import type { CommandOptions } from './options.ts';
export async function tableCommand(_options: CommandOptions, _stage: Stage): Promise<number> {
  return 0;
}
