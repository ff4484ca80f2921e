import { join } from 'node:path';
import { BooksFile } from '../../electron/training/odoo/books-file.ts';
import { type Order, orderSchema } from '../../electron/training/odoo/order.ts';

/** The orders of a mill's training Odoo as they stand on the disk, by name: past the station and all screens. */
export function ordersInOdoo(dataDir: string): ReadonlyMap<string, Order> {
  using file = BooksFile.open(join(dataDir, 'training', 'odoo-books.sqlite'));
  const orders = file.entries('order').map(({ body }) => orderSchema.parse(JSON.parse(body)));
  return new Map(orders.map((order) => [order.name, order]));
}
