// Opens the broker in argv[2], prints "open", or the error's code and message, and holds it until standard input ends.
import { openBroker } from "../../../dist/src/broker/open-broker.js";

try {
  const broker = await openBroker(process.argv[2], {
    cwd: process.cwd(),
    onNotice: (message) => console.log(`notice: ${message}`),
  });
  console.log("open");
  process.stdin.resume().once("end", () => void broker.close());
} catch (error) {
  console.log(`${error.code}: ${error.message}`);
}
