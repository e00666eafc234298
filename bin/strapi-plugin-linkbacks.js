#!/usr/bin/env node
'use strict';

const { createInterface } = require('node:readline');
const { run } = require('../dist/uninstall');

const { stdin, stdout } = process;

const terminal = {
  interactive: Boolean(stdin.isTTY && stdout.isTTY),
  print: (text) => console.log(text),
  ask: (question) =>
    new Promise((resolve) => {
      const lines = createInterface({ input: stdin, output: stdout });
      lines.once('close', () => resolve(''));
      lines.question(question, (answer) => {
        resolve(answer);
        lines.close();
      });
    }),
};

run(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
