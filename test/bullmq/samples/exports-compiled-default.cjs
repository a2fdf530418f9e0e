Object.defineProperty(exports, "__esModule", { value: true });
exports.default = async (job) => ({ heard: job.data.word });
