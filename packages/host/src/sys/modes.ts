/** What decides, besides readiness, whether a call blocks: O_NONBLOCK and the limits SO_RCVTIMEO and SO_SNDTIMEO of a file. */

let changes = 0;

/** How often one of them may have been changed here. What another process does to a file that it has, too, is not counted. */
export function modeChanges(): number {
  return changes;
}

/** Called wherever one is set. */
export function noteModeChange(): void {
  changes++;
}

let shared = false;

/** Whether another process may have files that are open here, and change their modes or take what is to be had of them. */
export function areFilesShared(): boolean {
  return shared;
}

/** Called when another process is given files, or has given some. */
export function noteSharing(): void {
  shared = true;
}

let lingerUsed = false;

/** Whether SO_LINGER was ever set here. */
export function isLingerUsed(): boolean {
  return lingerUsed || shared;
}

/** Called when it is. */
export function noteLinger(): void {
  lingerUsed = true;
}
