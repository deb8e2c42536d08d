export default function(c){ c.parentElement.querySelector('.pages').textContent = '…'; }
