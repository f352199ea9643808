// Where records are before they are placed: pages of a shared pool, with a chain of pages for each chunk of users.
//
//   chunk -> | next | used | 340 records | -> | next | used | ... | -> 0
//
// Pages are aligned to their size, so a record's page follows from its address.
import { CONTROL_FAULT, CONTROL_POOL_NEXT, FAULT_NONE, FAULT_POOL } from "../layout/control";
import { PAGE_BYTES, PAGE_CAPACITY, PAGE_NEXT, PAGE_RECORDS, PAGE_USED, RECORD_BYTES } from "../layout/record";
import { P_POOL, P_POOL_PAGES, PARAMETERS } from "../layout/run";

const PAGE_MASK: usize = PAGE_BYTES - 1;
const PAGE_END: usize = PAGE_RECORDS + <usize>PAGE_CAPACITY * RECORD_BYTES;

// @ts-ignore: decorator
@inline
export function isPageFull(out: usize): bool {
  return (out & PAGE_MASK) == PAGE_END;
}

/** Records why the run cannot continue. The first fault is kept. */
export function recordFault(fault: u32): void {
  atomic.cmpxchg<u32>(CONTROL_FAULT, FAULT_NONE, fault);
}

export function hasFault(): bool {
  return atomic.load<u32>(CONTROL_FAULT) != FAULT_NONE;
}

/** Takes a page from the pool. If none is left, it records the fault and returns the pool's first page again. */
function takePage(): usize {
  let index = atomic.add<u32>(CONTROL_POOL_NEXT, 1);
  if (index >= load<u32>(PARAMETERS, P_POOL_PAGES)) {
    recordFault(FAULT_POOL);
    index = 0;
  }
  const page = <usize>load<u32>(PARAMETERS, P_POOL) + <usize>index * PAGE_BYTES;
  store<u32>(page, 0, PAGE_NEXT);
  store<u32>(page, 0, PAGE_USED);
  return page;
}

/** Where the first record of a new chain goes. */
export function firstPage(): usize {
  return takePage() + PAGE_RECORDS;
}

/** Closes the full page that ends at `out`; returns where the next record goes. */
export function nextPage(out: usize): usize {
  closePage(out);
  const page = takePage();
  store<u32>(pageOf(out), <u32>page, PAGE_NEXT);
  return page + PAGE_RECORDS;
}

export function closePage(out: usize): void {
  const page = pageOf(out);
  store<u32>(page, <u32>((out - page - PAGE_RECORDS) / RECORD_BYTES), PAGE_USED);
}

// @ts-ignore: decorator
@inline
export function pageOf(out: usize): usize {
  return (out - 1) & ~PAGE_MASK;
}
