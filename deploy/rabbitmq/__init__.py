"""RabbitMQ's definitions: users, permissions, queues and policies."""
