/** Names that a declaration has from outside: where each stands, by the parser's tree. */

/** Places of a node where an identifier is the name of a member or a label, and refers to nothing. */
const NAMES = {
  TSPropertySignature: 'key',
  TSMethodSignature: 'key',
  PropertyDefinition: 'key',
  TSAbstractPropertyDefinition: 'key',
  MethodDefinition: 'key',
  TSAbstractMethodDefinition: 'key',
  AccessorProperty: 'key',
  TSQualifiedName: 'right',
  MemberExpression: 'property',
  TSEnumMember: 'id',
  TSNamedTupleMember: 'label',
};

function leftmost(node) {
  return node.type === 'TSQualifiedName' ? leftmost(node.left) : node;
}

/**
 * @returns {{ name: string, start: number, end: number, from?: string }[]} `from`: the module of an `import('...').Name`
 */
export function referencesOf(root) {
  const found = [];
  const visit = (node, isName) => {
    if (Array.isArray(node)) for (const one of node) visit(one, false);
    if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
    if (node.type === 'Identifier') {
      // What an identifier takes in the text ends before its type.
      if (!isName) found.push({ name: node.name, start: node.start, end: node.start + node.name.length });
      visit(node.typeAnnotation, false);
      return;
    }
    if (node.type === 'TSImportType') {
      const first = leftmost(node.qualifier);
      found.push({ name: first.name, start: node.start, end: first.end, from: node.source.value });
      visit(node.typeArguments, false);
      return;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'type' && value !== null && typeof value === 'object')
        visit(value, NAMES[node.type] === key && node.computed !== true);
    }
  };
  visit(root, false);
  return found;
}
