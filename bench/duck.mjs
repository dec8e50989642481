// The same pivots by DuckDB over the same rows: node bench/duck.mjs ROWS.csv QUERIES.sql
// Once before: npm install --prefix artifacts/duck @duckdb/node-api
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { DuckDBInstance } = createRequire(new URL('../artifacts/duck/package.json', import.meta.url))('@duckdb/node-api');
const [, , rows, queries] = process.argv;
const duck = await (await DuckDBInstance.create(':memory:')).connect();
const loading = performance.now();
await duck.run(`CREATE TABLE e AS SELECT * FROM read_csv('${rows}', header = true,
  types = {'EstablishedOn': 'VARCHAR', 'Section': 'VARCHAR', 'HeadcountSource': 'INTEGER', 'Exclusion': 'INTEGER', 'UnionForm': 'INTEGER'})`);
console.log(`DuckDB, loading the rows: ${Math.round(performance.now() - loading)} ms`);
const took = [];
for (const sql of readFileSync(queries, 'utf8').trim().split('\n')) {
  await (await duck.runAndReadAll(sql)).getRows();
  const began = performance.now();
  (await duck.runAndReadAll(sql)).getRows();
  took.push(performance.now() - began);
}
took.sort((a, b) => a - b);
const at = share => took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(2);
console.log(`DuckDB ${'(in memory, all cores), all pairs'.padEnd(55)} p50 ${at(0.5).padStart(8)}  p99 ${at(0.99).padStart(8)}  longest ${at(1)} ms`);
