/** A process that plays many clients, as it is told by its parent. */
import type { ChurnOrder, Order, Report } from './messages.ts';
import { addressOf, StormClient } from './StormClient.ts';

const here: StormClient[] = [];

/** Of the last order; those who are gone are in it too. */
let report: Report;

process.on('message', (order: Order) => {
  report = { joinMs: [], failures: [], events: 0, refusals: 0, losses: 0 };
  void obey(order).then(() => process.send?.(report));
});

async function obey(order: Order): Promise<void> {
  switch (order.name) {
    case 'storm':
      return storm(order);
    case 'gather':
      for (const [index, client] of here.entries()) {
        client.moveTo(addressOf(index % order.addresses));
      }
      return;
    case 'return':
      await Promise.all(here.map((client) => attempt(client, () => client.returned())));
      return;
    case 'part':
      for (const client of here.splice(0)) client.close();
      return;
    case 'churn':
      return churn(order);
  }
}

/** All at once. */
async function storm({ url, from, count, peersPerRoom }: Extract<Order, { name: 'storm' }>) {
  const enter = async (index: number) => {
    const client = new StormClient(url, index);
    here.push(client);
    await attempt(client, () => arrive(client, `storm ${Math.floor(index / peersPerRoom)}`));
  };
  await Promise.all(Array.from({ length: count }, (_, index) => enter(from + index)));
}

/** One after the other, a few at a time. */
async function churn({ url, from, people, cycles, atATime, vanish }: ChurnOrder) {
  let next = 0;
  const run = async () => {
    for (let cycle = next++; cycle < cycles; cycle = next++) {
      const client = new StormClient(url, from + (cycle % people));
      await attempt(client, async () => {
        const tookMs = await arrive(client, `churn ${cycle % 10}`);
        await client.join(`churn ${(cycle + 1) % 10}`);
        await go(client, cycle, vanish);
        report.events += 2;
        return tookMs;
      });
      client.close();
    }
  };
  await Promise.all(Array.from({ length: atATime }, run));
}

/** The ways in which people go. */
async function go(client: StormClient, cycle: number, vanish: boolean): Promise<void> {
  switch (cycle % 4) {
    case 0:
      return client.leave();
    case 1:
      return client.close();
    case 2:
      client.cut();
      await client.returned();
      report.events += 2;
      return;
    default:
      return vanish ? client.vanish() : client.close();
  }
}

/** From the first attempt to connect until it is in, in ms. */
async function arrive(client: StormClient, room: string): Promise<number> {
  const startedAt = performance.now();
  await client.connect();
  await client.join(room);
  return performance.now() - startedAt;
}

async function attempt(client: StormClient, entering: () => Promise<number>): Promise<void> {
  const before = { refusals: client.refusals, losses: client.losses };
  try {
    report.joinMs.push(await entering());
    report.events += 1;
  } catch (error) {
    report.failures.push(String(error));
  }
  report.refusals += client.refusals - before.refusals;
  report.losses += client.losses - before.losses;
}
