"""What indicators go by: periods, the headers of definitions, what two figures say, how a sealed measure is judged."""
