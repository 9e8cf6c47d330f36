/** Files of the host below `pyodide.mountNodeFS`. */

interface FileNode {
  node_ops: unknown;
  stream_ops: unknown;
}

interface NodeFiles {
  createNode(parent: FileNode | null, name: string, mode: number, device: number): FileNode;
  readonly node_ops: unknown;
  readonly stream_ops: unknown;
}

export interface FileSystem {
  createNode(parent: FileNode | null, name: string, mode: number, device: number): FileNode;
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  isLink(mode: number): boolean;
  readonly filesystems: { readonly NODEFS?: NodeFiles };
}

/**
 * Emscripten's NODEFS refuses files of other kinds than its own with EINVAL: a UNIX socket that was bound below a folder of the
 * host could not be looked at or removed. They are looked at and removed as any file is; to open one is what the host makes of it.
 */
export function acceptSockets(fs: FileSystem): void {
  const { NODEFS } = fs.filesystems;
  if (NODEFS === undefined) return;
  const createNode = NODEFS.createNode.bind(NODEFS);
  NODEFS.createNode = (parent, name, mode, device) => {
    if (fs.isDir(mode) || fs.isFile(mode) || fs.isLink(mode)) return createNode(parent, name, mode, device);
    const node = fs.createNode(parent, name, mode, device);
    node.node_ops = NODEFS.node_ops;
    node.stream_ops = NODEFS.stream_ops;
    return node;
  };
}
