/* Times, in the reader's zone and language, and those that pass by themselves. */
(function () {
	'use strict';

	/* Words are English, as the page is; how a clock and a date are written is up to the reader. */
	const english = [new Intl.DateTimeFormat().resolvedOptions().locale, ...navigator.languages]
		.find((language) => /^en\b/.test(language)) ?? 'en-GB';
	const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
	const date = new Intl.DateTimeFormat(english, { weekday: 'short', day: 'numeric', month: 'short' });
	const longDate = new Intl.DateTimeFormat(english, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

	/* What the desk said about seconds counts from when the page learned of it. */
	const learned = new WeakMap();

	function passed(element) {
		if (!learned.has(element)) {
			learned.set(element, performance.now());
		}
		return Math.floor((performance.now() - learned.get(element)) / 1000);
	}

	function ago(seconds) {
		const minutes = Math.floor(seconds / 60);
		if (minutes < 1) {
			return `${seconds} s`;
		}
		return (minutes < 60) ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	}

	function roughly(seconds) {
		const minutes = Math.floor(seconds / 60);
		if (minutes < 1) {
			return 'less than a minute';
		}
		if (minutes < 60) {
			return `${minutes} min`;
		}
		return (minutes < 48 * 60) ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} days`;
	}

	function isToday(at) {
		return at.toDateString() === new Date().toDateString();
	}

	function dayOf(at) {
		const yesterday = new Date();
		yesterday.setDate(yesterday.getDate() - 1);
		return isToday(at) ? 'Today' : (at.toDateString() === yesterday.toDateString()) ? 'Yesterday' : longDate.format(at);
	}

	function set(element, text) {
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}

	function tick() {
		if (shownOn !== new Date().toDateString()) {
			show();
			return;
		}
		for (const element of document.querySelectorAll('[data-seconds-ago]')) {
			set(element, ago(Number(element.dataset.secondsAgo) + passed(element)));
		}
		for (const element of document.querySelectorAll('[data-seconds-left]')) {
			set(element, ago(Math.max(0, Number(element.dataset.secondsLeft) - passed(element))));
		}
		for (const element of document.querySelectorAll('time[data-since]')) {
			set(element, roughly(Math.max(0, (Date.now() - new Date(element.dateTime)) / 1000)));
		}
	}

	let shownOn;

	/* Shows times that were not shown before, and the day above the first message of each. */
	function show() {
		shownOn = new Date().toDateString();
		for (const element of document.querySelectorAll('time[data-time], time[data-short]')) {
			const at = new Date(element.dateTime);
			if (!isNaN(at)) {
				set(element, ('short' in element.dataset && !isToday(at)) ? date.format(at) : time.format(at));
				element.title = `${longDate.format(at)}, ${time.format(at)}`;
			}
		}
		let day = null;
		for (const message of document.querySelectorAll('#messages > [data-at]')) {
			const of = dayOf(new Date(message.dataset.at));
			if (of !== day) {
				message.dataset.day = of;
			}
			else {
				delete message.dataset.day;
			}
			day = of;
		}
		tick();
	}

	window.deskTimes = { show: show };
	show();
	setInterval(tick, 1000);

	/* Before the browser paints what was swapped, however many elements that are. */
	let due = false;
	document.body.addEventListener('htmx:afterSwap', () => {
		if (!due) {
			due = true;
			queueMicrotask(() => {
				due = false;
				show();
			});
		}
	});
}());
