/* What htmx leaves to the page. */
(function () {
	'use strict';

	function first(selectors) {
		return selectors.split(',').map((selector) => document.querySelector(selector)).find(Boolean);
	}

	/* The time since a ping passes by itself, and counts from when the page learned of it. */
	const learned = new WeakMap();

	function ago(seconds) {
		const minutes = Math.floor(seconds / 60);
		if (minutes < 1) {
			return `${seconds} s`;
		}
		return (minutes < 60) ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	}

	function tick() {
		for (const element of document.querySelectorAll('[data-seconds-ago]')) {
			if (!learned.has(element)) {
				learned.set(element, performance.now());
			}
			const passed = Math.floor((performance.now() - learned.get(element)) / 1000);
			element.textContent = ago(Number(element.dataset.secondsAgo) + passed);
		}
	}

	tick();
	setInterval(tick, 1000);
	document.body.addEventListener('htmx:sseMessage', tick);

	/* A form that did its work is cleared, or goes away; what was typed meanwhile stays. */
	document.body.addEventListener('htmx:beforeRequest', (event) => {
		const text = event.target.querySelector && event.target.querySelector('[name=text]');
		if (text) {
			text.dataset.sent = text.value;
		}
	});

	document.body.addEventListener('htmx:afterRequest', (event) => {
		const form = event.target;
		const text = form.dataset.done && form.querySelector('[name=text]');
		if (!text || !event.detail.successful || text.value !== text.dataset.sent) {
			return;
		}
		if (form.dataset.done === 'clear') {
			text.value = '';
		}
		else {
			remove(form);
		}
	});

	function remove(form) {
		const next = first(form.dataset.focusNext);
		const focused = form.contains(document.activeElement);
		form.remove();
		if (focused) {
			next.focus();
		}
	}

	document.addEventListener('click', (event) => {
		if (event.target.closest('[data-cancel]')) {
			remove(event.target.closest('form'));
		}
		else if (event.target.closest('[data-dismiss]')) {
			event.target.closest('.notice').remove();
		}
	});

	document.addEventListener('keydown', (event) => {
		const form = event.target.closest('form');
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches('[data-enter-sends]')) {
			event.preventDefault();
			form.requestSubmit();
		}
		else if (event.key === 'Escape' && form && form.querySelector('[data-cancel]')) {
			remove(form);
		}
	});

	/* htmx keeps the focus on what is still there after a swap; this moves it on from what is not. */
	document.body.addEventListener('htmx:sseBeforeMessage', (event) => {
		const swapped = event.target;
		const focused = swapped.contains(document.activeElement);
		if (focused && swapped.dataset.focusNext) {
			swapped.addEventListener('htmx:sseMessage', () => {
				if (document.activeElement === document.body) {
					first(swapped.dataset.focusNext).focus();
				}
			}, { once: true });
		}
	});

	/* The desk itself may be away. */
	function say(id, text) {
		const notice = document.createElement('p');
		notice.className = 'notice failure';
		notice.textContent = text;
		document.getElementById(id).replaceChildren(notice);
	}

	document.body.addEventListener('htmx:sseError', () => {
		if (document.documentElement.dataset.connected !== 'false') {
			document.documentElement.dataset.connected = 'false';
			say('offline', 'The desk does not answer. What you see may be out of date until it does again.');
		}
	});
	document.body.addEventListener('htmx:sseOpen', () => {
		document.documentElement.dataset.connected = 'true';
		document.getElementById('offline').replaceChildren();
	});
	document.body.addEventListener('htmx:sendError', () => {
		say('notice', 'The desk does not answer. Once it does, look whether this was done before you try again.');
	});
}());
