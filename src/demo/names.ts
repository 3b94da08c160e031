const first =
  "ada ben carla david elena felix greta hanna ivan jonas karin lars mara nils olga pavel quirin rosa sven tara ulf vera wanda xenia yusuf zoe aylin boris cem dora emil finn gina hugo ines jan klara leo mina noah".split(
    " ",
  );
const last =
  "abel bauer conrad demir ebert fischer graf huber ilic jung keller lang maier novak otto peters quandt richter seidel thoma urban vogel weber yilmaz ziegler arnold busch celik dietz engel frank gruber hahn iversen jansen kraus lorenz moser neumann ortiz pohl reiter sauer toth ulrich voss wolf brandt kaya simon".split(
    " ",
  );

/** A distinct `first.last` for each index up to 2,000, shuffled over the alphabet; a number follows past that. */
export function personName(index: number): string {
  const round = Math.floor(index / (first.length * last.length));
  const i = (index * 787) % (first.length * last.length);
  const name = `${first[i % first.length]}.${last[Math.floor(i / first.length)]}`;
  return round === 0 ? name : `${name}${round + 1}`;
}
