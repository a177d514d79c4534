/** Which media links exist in a room. Apart from the schemas, so that a page can use it without the validator. */

/** RFC 7667: from peer to peer (3.1), over a selective forwarding unit (3.7), over a mixer (3.6). */
export const TOPOLOGIES = ['mesh', 'sfu', 'mcu'] as const;

/** `auto` goes by how many there are. */
export const TOPOLOGY_RULES = ['auto', ...TOPOLOGIES] as const;

export type TopologyName = (typeof TOPOLOGIES)[number];
export type TopologyRule = (typeof TOPOLOGY_RULES)[number];

/** How many may be in a call that is fixed to `mesh`: each sends everything to each of the others. */
export const MESH_PEERS_MAX = 8;
