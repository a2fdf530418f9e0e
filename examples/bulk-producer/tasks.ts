import { defineTask } from "loopward";

/** One line of the file. */
export interface Order {
  readonly id: number;
  readonly amount: number;
}

export const bookOrder = defineTask({
  name: "orders.book",
  queue: "orders",
  run: ({ id, amount }: Order) => ({ id, booked: Math.round(amount * 1.19) }),
});
