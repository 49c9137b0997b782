/** "$3,285" */
export const dollars = (amount: number) => `$${amount.toLocaleString("en-US")}`;
