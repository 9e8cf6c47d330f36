import { type LivePeer, startLivePeer } from './live-peer.ts';
import { HTTP_PORT, HTTPS_PORT, STAGE_HOSTS } from './names.ts';
import { isOnStage, reportStage, runAgainOnStage, whyNoNamespace } from './namespace.ts';
import { bindResolverFiles, raiseLoopback } from './scenery.ts';
import { type SilentPeer, startSilentPeer } from './silent-peer.ts';

/** Where the scripts run. */
export interface Stage {
  /** Why it is the machine's own network and not one with peers of ours; undefined on the stage. */
  readonly missing: string | undefined;
  /** Contract: what the peers saw since they were last asked; whoever met them must have ended. */
  takeSeen(): Promise<string[]>;
  stop(): Promise<void>;
  /** Called at the first Ctrl-C, in place of an end at once: the program then returns what it has. */
  interrupt?: () => void;
}

/**
 * Runs a program on the stage: a network namespace in which the hosts of the document answer, made by starting the same
 * program again inside. Where the system does not permit that, or it is unwanted, it runs where it is. Answers the exit code.
 */
export async function onStage(program: (stage: Stage) => Promise<number>, wanted = true): Promise<number> {
  if (isOnStage()) {
    const stage = await setUp();
    reportStage(stage.missing);
    return stage.missing === undefined ? perform(program, stage) : 0;
  }
  const missing = wanted ? whyNoNamespace() : 'it was not wanted';
  const outcome = missing ?? (await runAgainOnStage());
  return typeof outcome === 'number' ? outcome : perform(program, withoutStage(outcome));
}

/** The exit code after Ctrl-C, as a shell has it. */
const INTERRUPTED = 130;

async function perform(program: (stage: Stage) => Promise<number>, stage: Stage): Promise<number> {
  let isInterrupted = false;
  process.on('SIGINT', () => {
    if (isInterrupted || stage.interrupt === undefined) process.exit(INTERRUPTED);
    isInterrupted = true;
    stage.interrupt();
  });
  process.once('SIGTERM', () => process.exit(143));
  try {
    return await program(stage);
  } finally {
    await stage.stop();
    // What still runs is killed at the exit.
    if (isInterrupted) process.exit(INTERRUPTED);
  }
}

export function withoutStage(reason: string): Stage {
  return { missing: reason, takeSeen: async () => [], stop: async () => undefined };
}

/** Contract: never fails; what cannot be set up is the reason that the stage is missing. */
async function setUp(): Promise<Stage> {
  const live: LivePeer[] = [];
  const silent: SilentPeer[] = [];
  try {
    raiseLoopback();
    bindResolverFiles();
    for (const { address, names, peer } of STAGE_HOSTS) {
      for (const port of [HTTP_PORT, HTTPS_PORT]) {
        if (peer === 'live') live.push(await startLivePeer(names[0]!, address, port));
        if (peer === 'silent') silent.push(await startSilentPeer(address, port));
      }
    }
  } catch (error) {
    await Promise.allSettled([...live, ...silent].map((peer) => peer.stop()));
    return withoutStage(error instanceof Error ? error.message : String(error));
  }
  return {
    missing: undefined,
    takeSeen: async () => (await Promise.all(live.map((peer) => peer.takeSeen()))).flat(),
    stop: async () => {
      await Promise.all([...live, ...silent].map((peer) => peer.stop()));
    },
  };
}
