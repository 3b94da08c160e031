import fc from "fast-check";

// One seed for every run, so that a change decides whether a property test fails, and not the day; FC_SEED tries another.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) });
