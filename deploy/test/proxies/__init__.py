"""Two nodes behind nginx and behind Caddy, with the example configurations of deploy/nginx and deploy/caddy."""
