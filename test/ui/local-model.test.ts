import { expect, test, vi } from "vitest";
import { localModel, mayHaveModel } from "../../src/ui/local-model.ts";

const session = { prompt: async (text: string) => ` said otherwise: ${text} `, destroy: vi.fn() };

test("a model that is on the machine rewords; nothing is asked of one that would have to be downloaded", async () => {
  const create = vi.fn(async () => session);
  const model = await localModel({ LanguageModel: { availability: async () => "available", create } });
  expect(await model!.reword("the facts", new AbortController().signal)).toBe("said otherwise: the facts");
  expect(session.destroy).toHaveBeenCalledOnce();
  create.mockClear();
  for (const state of ["downloadable", "downloading", "unavailable"])
    expect(await localModel({ LanguageModel: { availability: async () => state, create } })).toBeNull();
  expect(create).not.toHaveBeenCalled();
});

test("a browser without one, or with something else of that name, has none", async () => {
  const broken = { availability: () => Promise.reject(new Error("no")), create: async () => session };
  for (const scope of [{}, { LanguageModel: 3 }, { LanguageModel: {} }, { LanguageModel: broken }])
    expect(await localModel(scope)).toBeNull();
  expect(await localModel()).toBeNull();
  expect(mayHaveModel({})).toBe(false);
  expect(mayHaveModel({ LanguageModel: broken })).toBe(true);
});
