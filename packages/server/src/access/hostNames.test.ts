import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { foreignName } from './hostNames.ts';

const OWN = ['talk.example.org'];

function named(host: string | undefined, socket = new Socket()) {
  return { headers: host === undefined ? {} : { host }, socket };
}

test.each([
  ['an address', '192.168.0.5:3000'],
  ['a public address', '81.2.69.142'],
  ['an IPv6 address', '[2a01:4f8::7]:3000'],
  ['this machine', 'localhost:3000'],
  ['a subdomain of this machine', 'ottogi.localhost:3000'],
  ['a name of one label', 'server:3000'],
  ['a name of the own network', 'nas.local'],
  ['its own name', 'talk.example.org:8080'],
  ['its own name, otherwise spelt', 'Talk.Example.ORG.'],
  ['no name at all', undefined],
])('%s is meant for an open server', (_what, host) =>
  expect(foreignName(named(host), OWN)).toBeNull(),
);

test.each([
  ["a stranger's name", 'rebound.example.net:3000', 'rebound.example.net'],
  ['one that ends like its own', 'eviltalk.example.org', 'eviltalk.example.org'],
  ['one that begins like an address', '192.168.0.5.example.net', '192.168.0.5.example.net'],
  ['one with a dot at its end', 'rebound.example.net.', 'rebound.example.net'],
  ['no host at all', 'a b', 'a b'],
])('%s is not', (_what, host, name) => expect(foreignName(named(host), OWN)).toBe(name));

test('a server that asks everybody who they are takes every name', () =>
  expect(foreignName(named('rebound.example.net'), null)).toBeNull());

test('by HTTPS the certificate has the name', () =>
  expect(foreignName(named('rebound.example.net', new TLSSocket(new Socket())), OWN)).toBeNull());
