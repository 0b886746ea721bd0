/** Whether sentences name amounts. The frame hides them with the buying prices: customers see the screen too. */
export const amounts = $state({ hidden: false });
