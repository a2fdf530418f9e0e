exports.welcome = (to) => `Welcome, ${to}!\n`;
