/** A process that plays many clients, as it is told by its parent. */
import type { Order, Report } from './messages.ts';
import { StormClient } from './StormClient.ts';

const here: StormClient[] = [];

process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report));
});

async function obey(order: Order): Promise<Report> {
  switch (order.name) {
    case 'storm':
      return storm(order);
    case 'churn':
      return churn(order);
    case 'part':
      for (const client of here.splice(0)) client.close();
      return { joinMs: [], failures: [] };
  }
}

/** All at once. */
async function storm({ url, from, count, peersPerRoom }: Extract<Order, { name: 'storm' }>) {
  const report: Report = { joinMs: [], failures: [] };
  const enter = async (index: number) => {
    const startedAt = performance.now();
    try {
      const client = await StormClient.connect(url, index);
      here.push(client);
      await client.join(`storm ${Math.floor(index / peersPerRoom)}`);
      report.joinMs.push(performance.now() - startedAt);
    } catch (error) {
      report.failures.push(String(error));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => enter(from + index)));
  return report;
}

/** One after the other, a few at a time: in, and out again; every other one without a goodbye. */
async function churn({ url, from, cycles, atATime }: Extract<Order, { name: 'churn' }>) {
  const report: Report = { joinMs: [], failures: [] };
  let next = 0;
  const run = async () => {
    for (let cycle = next++; cycle < cycles; cycle = next++) {
      const startedAt = performance.now();
      try {
        const client = await StormClient.connect(url, from + cycle);
        await client.join(`churn ${cycle % 10}`);
        report.joinMs.push(performance.now() - startedAt);
        if (cycle % 2 === 0) await client.leave();
        client.close();
      } catch (error) {
        report.failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, run));
  return report;
}
