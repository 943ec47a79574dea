"""The program stopped, and connections dropped, at named points: started again it must end right."""
