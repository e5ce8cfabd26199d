/** Fetches Fashion-MNIST from the address BASE into DIR, to be killed at it. */
import { fetchFashionMnist } from "../../scripts/data/fashion_mnist.ts";
import { address } from "../../scripts/data/fashion_mnist_sources.ts";

const [base, dir] = Deno.args;
await fetchFashionMnist([address(base)], () => {}, dir);
