import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only this machine reaches what listens at an address. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return address === "localhost" || (family !== 0 && loopback.check(address, family === 6 ? "ipv6" : "ipv4"));
}
