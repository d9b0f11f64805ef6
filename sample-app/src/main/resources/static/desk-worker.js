/* One stream of events for all tabs: a browser opens only six connections to one host. */
'use strict';

const ports = new Set();
let source;
let open = false;

function tell(message) {
	for (const port of ports) {
		port.postMessage(message);
	}
}

function connect() {
	source = new EventSource(new URL('events', self.location));
	source.addEventListener('desk', () => {
		open = true;
		tell({ open: true });
	});
	source.addEventListener('changed', (event) => tell({ changed: event.data }));
	source.onerror = () => {
		open = false;
		tell({ open: false });
		if (source.readyState === EventSource.CLOSED) {
			setTimeout(connect, 1000);
		}
	};
}

self.onconnect = (event) => {
	const port = event.ports[0];
	ports.add(port);
	port.onmessage = () => ports.delete(port);
	if (open) {
		port.postMessage({ open: true });
	}
};

connect();
