throw new Error("no settings were found");
